"""Groups of commands, one a file. Like `cli`, they may write files; nothing imports them but `cli`."""
