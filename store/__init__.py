"""Everything users enter is kept here: revisions that are added and never changed or erased."""
