"""What each command does with a workspace; services return data and files, and print nothing."""
