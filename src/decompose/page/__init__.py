"""What readers see: facts in, HTML, Markdown, JSON and plain text out. Knows no store, no network and no clock."""
