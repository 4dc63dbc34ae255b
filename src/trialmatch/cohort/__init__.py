"""What a source hands over: patients and their rows, and what the source holds at all."""
