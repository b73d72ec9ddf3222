package main

import (
	"context"
	"sync"

	"rounds/inbox/moderation"
	"rounds/inbox/moderation/learn"
)

// learner says of a text what the decisions so far say of it. It learns anew
// when more has been decided, or something reversed. Many may ask at a time.
type learner struct {
	mu    sync.Mutex
	on    string // the state of the log that it learned from
	model *learn.Model
}

// mostLessons is how many decisions are learned from, the newest.
const mostLessons = 5000

// say is what was learned about a text; nothing, while there are too few
// decisions.
func (l *learner) say(ctx context.Context, s sending, text string) (moderation.Learned, error) {
	mark, err := s.LogMark(ctx)
	if err != nil {
		return moderation.Learned{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if mark == l.on {
		return l.model.Say(text), nil
	}
	log, err := s.Decisions(ctx, moderation.LogQuery{Limit: mostLessons})
	if err != nil {
		return moderation.Learned{}, err
	}
	examples, good := lessons(log)
	if l.on, l.model = mark, nil; learn.Enough(good, len(examples)-good) {
		l.model = learn.Train(examples)
	}
	return l.model.Say(text), nil
}

// lessons are what a person has decided about texts, and still stands by, and
// how many of them were found good.
func lessons(log []moderation.Decision) (examples []learn.Example, good int) {
	for _, d := range log {
		verdict := d.Outcome.Verdict()
		if !d.Stands() || d.Auto || d.Evidence.Text == "" || verdict != moderation.Agreed && verdict != moderation.Disagreed {
			continue
		}
		if verdict == moderation.Disagreed {
			good++
		}
		examples = append(examples, learn.Example{Text: d.Evidence.Text, Bad: verdict == moderation.Agreed})
	}
	return examples, good
}

// File implements [queue.Store].
func (d docket) File(ctx context.Context, id int64) (moderation.File, error) {
	f, err := d.Store.File(ctx, id)
	if err == nil {
		f.Learned, err = d.learner.say(ctx, d.sending, f.Words())
	}
	return f, err
}
