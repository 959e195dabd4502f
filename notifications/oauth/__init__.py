"""How Microsoft and Google let a program into a mailbox: who is asked, for what, and what their no means."""
