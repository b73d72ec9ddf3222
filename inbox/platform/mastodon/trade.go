package mastodon

import "rounds/inbox/platform"

// Trade is Mastodon in service.
func Trade() platform.Trade {
	return platform.Trade{Guide: Guide, Connect: connected, Inspect: Inspect, Rooms: Rooms, Advice: Advice, Knows: Knows}
}

func connected(s platform.Setup) platform.Connector {
	return New(Options{
		Account: s.Account, Token: s.Token, Base: s.Base, HTTP: s.HTTP, Since: s.Since, Channels: s.Channels, Hasty: s.Hasty, Names: s.Names,
	})
}
