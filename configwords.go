package main

import (
	"fmt"
	"maps"
	"reflect"
	"strings"

	"rounds/ui/threads"
)

// words are what a fresh config says of a setting: what it is if nobody says
// otherwise, or else an example, and what it does.
type words struct{ usual, does string }

// settingWords are those of every setting, by its path. A setting without them
// stands in the file all the same, with its zero value; a test asks for them.
func settingWords() map[string]words {
	all := mannersWords()
	maps.Copy(all, checkInWords())
	maps.Copy(all, blockWords())
	return all
}

// mannersWords are those of what stands at the top, for all of the program.
func mannersWords() map[string]words {
	return map[string]words{
		"me":              {`""`, "your handle: what names you is a mention; empty: what the platform says"},
		"team":            {`[]`, "handles of those who are us too"},
		"team_domains":    {`[]`, "of the addresses of those who are us: acme.example"},
		"bots":            {`[]`, "handles of those who are programs, where their platform does not say so"},
		"zone":            {`""`, "in which the numbers' days are cut: Europe/Berlin; empty: that of the plan"},
		"words":           {`[]`, "to be told of, wherever they are said"},
		"hold":            {`"10s"`, "how long what goes out can be taken back unseen"},
		"acknowledge":     {`"+1"`, "the emoji of a light answer"},
		"settle":          {`"10s"`, "how long a message may take to be seen after it was sent"},
		"flag_emoji":      {`["triangular_flag_on_post"]`, "reactions with which members flag a message"},
		"report_channels": {`["mod-reports"]`, "channels in which a link to a message is a report"},
		"plan":            {`""`, "the folder in which the plan lies as files; empty: beside the database"},
		"theme":           {`"auto"`, "or dark, light, contrast, colour-blind, 16, none"},
		"mouse":           {`true`, "false leaves the mouse to the terminal"},
		"hyperlinks":      {`true`, "false writes no links into the terminal"},
		"notify":          {`"off"`, "bell or desktop: calls you when something urgent comes while you look elsewhere"},
		"screen_reader":   {`false`, "true draws nothing and writes lines that can be read out"},
		"keys":            {`"default"`, "or vim, gmail, aerc, one-hand"},
	}
}

// checkInWords are those of the daily check-in, and of keys and commands.
func checkInWords() map[string]words {
	return map[string]words{
		"today":              {"", "The daily check-in."},
		"today.hours":        {`"mon-fri 09:00-17:00"`, "when somebody is at work; the clocks stand still outside of them"},
		"today.holidays":     {`[]`, "days on which nobody is: 2026-12-25"},
		"today.question":     {`"24h"`, "how soon a question is answered, in hours at work"},
		"today.mention":      {`"8h"`, "likewise what names you"},
		"today.new_for":      {`"14d"`, "for how long somebody is new"},
		"today.welcome":      {`"4m"`, "how long each step may take, as a hint"},
		"today.questions":    {`"8m"`, "likewise"},
		"today.conversation": {`"3m"`, "likewise"},
		"today.flags":        {`"3m"`, "likewise"},
		"today.loose_ends":   {`"2m"`, "likewise"},

		"key":            {`snooze = "W"`, "other keys for commands, by the names of rounds keys"},
		"command":        {"", "A command of your own on a key: docs/keys.md."},
		"command.key":    {`"!g"`, "the key"},
		"command.name":   {`"make an issue of it"`, "what it is called"},
		"command.run":    {`"cat >> issues.json"`, "for the shell; what is selected comes as JSON on its standard input"},
		"command.pane":   {`"inbox"`, "the one pane that has it; left out: all"},
		"command.output": {`"status"`, "where its output goes: or sheet, none"},
	}
}

// blockWords are those of accounts, sections and views.
func blockWords() map[string]words {
	return map[string]words{
		"account":                 {"", "One for each workspace, server, forum or account: rounds connect writes it."},
		"account.name":            {`"acme"`, "what you call it here"},
		"account.platform":        {`"slack"`, "or one of " + knownPlatforms()},
		"account.base":            {`"https://acme.example"`, "address of the forum, or of the server"},
		"account.server":          {`"1234"`, "which server of Discord, if the bot is in several"},
		"account.private":         {`false`, "private messages of a forum are read, too"},
		"account.tokens":          {`""`, "where they are kept, \"keyring\" or \"file\"; empty: both are looked at"},
		"account.token_file":      {`"tokens/acme"`, "instead of tokens/NAME beside this file"},
		"account.app_token_file":  {`"tokens/acme.app"`, "the same for the app token"},
		"account.user_token_file": {`"tokens/acme.user"`, "the same for the user token"},
		"account.channels":        {`[]`, "IDs or names; empty: all that the token may read"},
		"account.since":           {`"2026-01-01"`, "what is older is not read"},
		"account.retention":       {`"180d"`, "what is older goes, as rounds purge shows first; left out: nothing does"},
		"account.paused":          {`false`, "leave it alone"},

		"section":        {"", "The tabs of the inbox, in this order, instead of " + usualTabs() + "."},
		"section.title":  {`"API"`, "what stands on the tab"},
		"section.filter": {`"is:open is:question channel:api"`, "what it holds, as the filter line reads it"},
		"view":           {"", "Tabs of the queue of moderation, instead of Spam, Conduct and Appeals."},
		"view.title":     {`"Raids"`, "what stands on the tab"},
		"view.filter":    {`"is:open is:alike age:<1d"`, "what it holds, as rounds cases reads it"},
	}
}

func usualTabs() string {
	var titles []string
	for _, s := range threads.Defaults() {
		titles = append(titles, s.Title)
	}
	return strings.Join(titles[:len(titles)-1], ", ") + " and " + titles[len(titles)-1]
}

// newConfig is what a config begins with that was not there before: every
// setting, commented out. "# " begins words, "#" alone a setting.
func newConfig() string {
	var b strings.Builder
	b.WriteString(`# Settings of Rounds. All of them stand here with what they are if you say
# nothing: take the # away from what you want otherwise. docs/config.md tells
# more, rounds config check points at every mistake. Rounds itself changes only
# the [[account]] blocks, when you connect, pause, rename or disconnect one.

`)
	writeSettings(&b, reflect.TypeFor[config](), "", "")
	return b.String()
}

// writeSettings writes the settings of one block, and then the blocks in it.
func writeSettings(b *strings.Builder, t reflect.Type, path, heading string) {
	said := settingWords()
	for field := range t.Fields() {
		name := settingOf(field)
		if name == "" || inBlock(field.Type) {
			continue
		}
		w, known := said[joined(path, name)]
		if !known {
			w = words{zeroOf(field.Type), "see docs/config.md"}
		}
		fmt.Fprintf(b, "#%-34s # %s\n", name+" = "+w.usual, w.does)
	}
	for field := range t.Fields() {
		name := settingOf(field)
		if name == "" || !inBlock(field.Type) {
			continue
		}
		inner, where, open, shut := field.Type, joined(heading, name), "[", "]"
		if inner.Kind() == reflect.Slice {
			inner, open, shut = inner.Elem(), "[[", "]]"
		}
		b.WriteString("\n")
		w := said[joined(path, name)]
		if w.does != "" {
			b.WriteString("# " + w.does + "\n")
		}
		b.WriteString("#" + open + where + shut + "\n")
		if inner.Kind() == reflect.Map { // nobody knows its names: usual is a line as an example
			if w.usual != "" {
				b.WriteString("#" + w.usual + "\n")
			}
			continue
		}
		writeSettings(b, inner, joined(path, name), where)
	}
}

// inBlock reports whether a setting has a heading of its own.
func inBlock(t reflect.Type) bool {
	return isBlock(t) || t.Kind() == reflect.Slice && isBlock(t.Elem())
}

func zeroOf(t reflect.Type) string {
	switch t.Kind() { //nolint:exhaustive // the rest are numbers
	case reflect.Slice:
		return "[]"
	case reflect.Bool:
		return "false"
	case reflect.String, reflect.Struct:
		return `""`
	}
	return "0"
}
