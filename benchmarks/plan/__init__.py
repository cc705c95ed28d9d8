"""What the measurements of the plan stand on; benchmarks/plan_speed.py runs them."""
