# A file of no bytes.
file acme a.edi
.
night 2026-11-23
