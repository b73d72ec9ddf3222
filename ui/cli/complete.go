package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox"
	"rounds/inbox/metrics"
)

// Known is what a shell can complete without a look into the database: names
// that stand in the config.
type Known struct{ Accounts, Sections, Views []string }

// completes tells the shell what can stand where. It never fails and never says
// anything: whoever presses Tab is in the middle of a line.
func (h House) completes(root *cobra.Command, s *Settings) {
	known := func() Known {
		if h.Known == nil {
			return Known{}
		}
		return h.Known(*s)
	}
	accounts := func() []string { return known().Accounts }
	words := map[string]func() []string{
		"rounds accounts pause": accounts, "rounds accounts resume": accounts, "rounds accounts rename": accounts, "rounds accounts disconnect": accounts,
		"rounds inbox":   func() []string { return known().Sections },
		"rounds cases":   func() []string { return known().Views },
		"rounds metrics": metricNames, "rounds goals drop": metricNames, "rounds goals set": metricNames,
	}
	flags := map[string]func() []string{"account": accounts, "only": demoPlatforms}
	each(root, func(cmd *cobra.Command) {
		if list, is := words[cmd.CommandPath()]; is {
			cmd.ValidArgsFunction = completing(list)
		}
		for name, list := range flags {
			if cmd.LocalFlags().Lookup(name) != nil {
				_ = cmd.RegisterFlagCompletionFunc(name, completing(list)) // it fails for a second one alone
			}
		}
	})
}

func each(cmd *cobra.Command, fn func(*cobra.Command)) {
	fn(cmd)
	for _, sub := range cmd.Commands() {
		each(sub, fn)
	}
}

// completing lists what a word can be that has been begun, those left out that
// stand there already.
func completing(list func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		var all []cobra.Completion
		for _, word := range list() {
			if strings.HasPrefix(word, begun) && !slices.Contains(args, word) {
				all = append(all, word)
			}
		}
		return all, cobra.ShellCompDirectiveNoFileComp
	}
}

func metricNames() []string {
	var all []string
	for _, d := range metrics.Definitions() {
		all = append(all, d.ID)
	}
	return all
}

func demoPlatforms() []string {
	var all []string
	for _, p := range inbox.Platforms() {
		if p == inbox.Discourse {
			all = append(all, "forum")
			continue
		}
		all = append(all, string(p))
	}
	return all
}
