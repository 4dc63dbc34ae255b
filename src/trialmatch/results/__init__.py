"""What screening comes to: verdicts, states, evidence, attrition."""
