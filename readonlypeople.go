package main

import (
	"context"
	"time"

	"rounds/inbox"
)

// What a console that only looks refuses about people.

// Merge implements [people.Store].
func (s sending) Merge(ctx context.Context, members ...int64) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.Merge(ctx, members...) })
}

// Split implements [people.Store].
func (s sending) Split(ctx context.Context, members ...int64) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.Split(ctx, members...) })
}

// NotSame implements [people.Store].
func (s sending) NotSame(ctx context.Context, one, other int64) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.NotSame(ctx, one, other) })
}

// SetRole implements [people.Store].
func (s sending) SetRole(ctx context.Context, members []int64, role inbox.Role, since time.Time) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.SetRole(ctx, members, role, since) })
}

// MarkPeople implements [people.Store].
func (s sending) MarkPeople(ctx context.Context, verb inbox.Verb, members ...int64) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.MarkPeople(ctx, verb, members...) })
}

// TagPeople implements [people.Store].
func (s sending) TagPeople(ctx context.Context, verb inbox.Verb, tags []string, members ...int64) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.TagPeople(ctx, verb, tags, members...) })
}

// NotePerson implements [people.Store].
func (s sending) NotePerson(ctx context.Context, member int64, text string) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.NotePerson(ctx, member, text) })
}
