"""The candidate list: who is not ruled out, why, and what would settle the rest."""
