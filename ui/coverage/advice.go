package coverage

// Advice says what helps against the platform's words for why it refused an
// account, or a channel of it; "" if that is not known.
type Advice func(account, why string) string

// advice is what a person can do. That a network is away we know ourselves.
func (p *Pane) advice(account, why string) string {
	if p.helps != nil {
		if text := p.helps(account, why); text != "" {
			return text
		}
	}
	if offline(why) {
		return p.keyed("Nothing, once the network is back. ‹R› tries again now.")
	}
	return ""
}
