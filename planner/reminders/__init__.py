"""What is due, in which words, by which channel: from ladder to message to delivery."""
