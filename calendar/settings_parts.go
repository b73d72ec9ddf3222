package calendar

import (
	"strings"
	"time"
)

func (s *Settings) takeBlackouts(e entry) error {
	rows, err := e.rows()
	for _, row := range rows {
		var b Blackout
		seen := map[string]bool{}
		day := func(into *Day) func(entry) error {
			return func(e entry) error {
				seen[e.name] = true
				text, err := e.text()
				if err != nil {
					return err
				}
				if *into, err = ParseDay(text); err != nil {
					return e.wrong("%v", err)
				}
				return nil
			}
		}
		err := each(row, map[string]func(entry) error{
			"from": day(&b.From),
			"to":   day(&b.To),
			"why": func(e entry) (err error) {
				b.Why, err = e.text()
				return err
			},
		})
		if err != nil {
			return err
		}
		if !seen["to"] {
			b.To = b.From
		}
		if !seen["from"] || b.To < b.From {
			return at(e, row).wrong("a range needs a first day and a last one that is not before it: write it as  - { from: 2026-12-24, to: 2026-12-26, why: holidays }")
		}
		s.Blackouts = append(s.Blackouts, b)
	}
	return err
}

// tags are the settings of a link's tag, and what each is unless the file says
// otherwise.
func tags() map[string]string {
	return map[string]string{
		"source":   "{{platform}}",
		"medium":   "community",
		"campaign": "{{campaign}}",
		"content":  "{{post_id}}",
		"term":     "",
	}
}

func (s *Settings) takeUTM(e entry) error {
	pairs, err := e.pairs()
	if err != nil {
		return err
	}
	s.UTM.Values = map[string]string{}
	takers := map[string]func(entry) error{"hosts": s.takeHosts}
	for name, usual := range tags() {
		if usual != "" {
			s.UTM.Values["utm_"+name] = usual
		}
		take := func(e entry) error {
			text, err := e.text()
			s.UTM.Values["utm_"+name] = strings.TrimSpace(text)
			if text == "" {
				delete(s.UTM.Values, "utm_"+name)
			}
			return err
		}
		takers[name], takers["utm_"+name] = take, take
	}
	return each(pairs, takers)
}

func (s *Settings) takeHosts(e entry) error {
	hosts, err := e.words()
	for _, host := range hosts {
		host = strings.ToLower(strings.Trim(strings.TrimSpace(host), "."))
		if host == "" || strings.ContainsAny(host, "/:@ *?#") {
			return e.wrong("%q is no host: write it as example.com", cut(host))
		}
		s.UTM.Hosts = append(s.UTM.Hosts, host)
	}
	return err
}

func (s *Settings) takePublish(e entry) error {
	pairs, err := e.pairs()
	s.Publish = map[string]Mode{}
	for _, pair := range pairs {
		text, err := pair.text()
		if err != nil {
			return err
		}
		switch mode := Mode(strings.ToLower(text)); mode {
		case Native, Local, Remind:
			s.Publish[ParsePlace(pair.name).String()] = mode
		default:
			return pair.wrong("%q is not native, local or remind", cut(text))
		}
	}
	return err
}

// Starter is the [SettingsFile] of a new plan, with what each part is for.
func Starter(zone string) string {
	if _, err := LoadZone(zone); err != nil {
		zone = time.UTC.String()
	}
	return strings.Replace(starter, "{{zone}}", zone, 1)
}

const starter = `# How the plan works. The posts lie beside this file, one file each.
# What every line means is told in docs/plan.md.

# The zone of posts that name none, and of the slots below.
zone: {{zone}}

# Whether somebody has to approve what goes out: none, optional or required.
# What is changed after it was approved is for review again.
approval: none

# How late something still goes out by itself, from 10s to 1h. What is later
# than that is missed, and asks.
grace: 1m

# The week's template: which theme belongs where. Channels are not needed;
# with them a slot counts as filled by a post for one of them.
slots:
  - { day: mon, at: "09:00", theme: goals }
  - { day: wed, at: "09:00", theme: resource }
  - { day: fri, at: "09:00", theme: wins }
  # - { day: thu, at: "17:30", theme: events, channels: [slack/#general] }

# Days on which nothing should be said; you are warned.
blackouts: []
  # - { from: 2026-12-24, to: 2026-12-26, why: holidays }

# Links to these sites are tagged when a post goes out, so that your statistics
# tell where a visit came from. A tag that is there already stays.
utm:
  hosts: []   # [example.com]
  source: "{{platform}}"
  medium: community
  campaign: "{{campaign}}"
  content: "{{post_id}}"

# Who publishes: native (the platform, where it can), local (Rounds, if it runs
# then) or remind (you; Rounds says that it is time). By channel, account or
# platform.
publish: {}
  # slack/#general: local
  # mastodon: remind
`
