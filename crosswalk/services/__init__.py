"""What a command does with a workspace; returns data and files, and prints nothing."""
