//go:build long && !windows

package main

import "testing"

// TestEveryCommandOfTheDocumentationRuns runs the README and every page.
func TestEveryCommandOfTheDocumentationRuns(t *testing.T) {
	t.Parallel()
	runPages(t, pages(t)...)
}
