package pane

// Link makes painted text of ours a link that a terminal opens by itself (OSC
// 8). It is for our own text over an address that was made by a platform, such
// as that of a message; an address that stands in somebody's words is never
// made one, for what is read there need not be where it leads. Where links are
// off, or [Web] would not open the address, the text stays as it is.
func (e *Env) Link(painted, address string) string {
	if !e.Hyperlinks || painted == "" || len(address) > longestLink {
		return painted
	}
	safe, err := Web(address)
	if err != nil {
		return painted
	}
	return linkOn + safe + linkEnd + painted + linkOn + linkEnd
}

const (
	linkOn  = "\x1b]8;;"
	linkEnd = "\x1b\\"
)

// longestLink is what every terminal that knows links takes.
const longestLink = 2000
