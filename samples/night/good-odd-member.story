# A member whose name is a path is data with an odd name.
file acme a.zip
../../etc/passwd
ISA
.
night 2026-11-23
