//go:build !unix

package store

// placeOf tells a file from every copy of it; here nothing does.
func placeOf(string) string { return "" }
