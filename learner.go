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
	on    learnedFrom
	model *learn.Model
}

// learnedFrom tells one state of the log from another.
type learnedFrom struct {
	newest    string
	good, bad int
}

// mostLessons is how many decisions are learned from, the newest.
const mostLessons = 5000

// say is what was learned about a text; nothing, while there are too few
// decisions.
func (l *learner) say(ctx context.Context, s sending, text string) (moderation.Learned, error) {
	log, err := s.Decisions(ctx, moderation.LogQuery{Limit: mostLessons})
	if err != nil {
		return moderation.Learned{}, err
	}
	examples, from := lessons(log)
	l.mu.Lock()
	defer l.mu.Unlock()
	if from != l.on {
		l.on, l.model = from, nil
		if learn.Enough(from.good, from.bad) {
			l.model = learn.Train(examples)
		}
	}
	return l.model.Say(text), nil
}

// lessons are what a person has decided about texts, and still stands by.
func lessons(log []moderation.Decision) (examples []learn.Example, from learnedFrom) {
	for _, d := range log {
		verdict := d.Outcome.Verdict()
		if !d.Stands() || d.Auto || d.Evidence.Text == "" || verdict != moderation.Agreed && verdict != moderation.Disagreed {
			continue
		}
		if from.newest == "" {
			from.newest = d.ID
		}
		bad := verdict == moderation.Agreed
		if bad {
			from.bad++
		} else {
			from.good++
		}
		examples = append(examples, learn.Example{Text: d.Evidence.Text, Bad: bad})
	}
	return examples, from
}

// File implements [queue.Store].
func (d docket) File(ctx context.Context, id int64) (moderation.File, error) {
	f, err := d.Store.File(ctx, id)
	if err == nil {
		f.Learned, err = d.learner.say(ctx, d.sending, f.Words())
	}
	return f, err
}
