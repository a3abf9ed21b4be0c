"""Pictures of sound."""
