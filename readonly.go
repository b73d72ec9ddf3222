package main

import (
	"context"

	"rounds/inbox"
	"rounds/inbox/checkin"
	"rounds/inbox/moderation"
)

// What a console that only looks refuses: everything that is decided, noted or
// asked for. What was asked for before stays in the outbox.

// Triage implements [threads.Store].
func (s sending) Triage(ctx context.Context, t inbox.Triage) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.Triage(ctx, t) })
}

// Undo implements [threads.Store].
func (s sending) Undo(ctx context.Context) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.Undo(ctx) })
}

// Redo implements [threads.Store].
func (s sending) Redo(ctx context.Context) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.Redo(ctx) })
}

// TakeBack implements [outbox.Store].
func (s sending) TakeBack(ctx context.Context, action string) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.TakeBack(ctx, action) })
}

// Decide implements [outbox.Store].
func (s sending) Decide(ctx context.Context, action string, word inbox.Word) error {
	_, err := guarded(s, func() (inbox.Entry, error) { return inbox.Entry{}, s.Store.Decide(ctx, action, word) })
	return err
}

// Handle implements [queue.Store].
func (s sending) Handle(ctx context.Context, h moderation.Handling) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.Handle(ctx, h) })
}

// Reopen implements [queue.Store].
func (s sending) Reopen(ctx context.Context, decision string) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.Reopen(ctx, decision) })
}

// Flag implements [threads.Store].
func (s sending) Flag(ctx context.Context, subject moderation.Subject, member, reason string) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.Flag(ctx, subject, member, reason) })
}

// FlagTalks implements [threads.Store].
func (s sending) FlagTalks(ctx context.Context, on []int64) (inbox.Entry, error) {
	return guarded(s, func() (inbox.Entry, error) { return s.Store.FlagTalks(ctx, on) })
}

// NoteCheckIn implements [today.Store].
func (s sending) NoteCheckIn(ctx context.Context, p checkin.Progress) error {
	_, err := guarded(s, func() (inbox.Entry, error) { return inbox.Entry{}, s.Store.NoteCheckIn(ctx, p) })
	return err
}

// FinishCheckIn implements [today.Store].
func (s sending) FinishCheckIn(ctx context.Context, day string) (checkin.Log, error) {
	if err := s.writable(); err != nil {
		return checkin.Log{}, err
	}
	return s.Store.FinishCheckIn(ctx, day)
}

// guarded does something unless this console only looks.
func guarded(s sending, do func() (inbox.Entry, error)) (inbox.Entry, error) {
	if err := s.writable(); err != nil {
		return inbox.Entry{}, err
	}
	return do()
}
