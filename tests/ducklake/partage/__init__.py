"""What only a real PostgreSQL can show; collected by `make test-ducklake` alone."""
