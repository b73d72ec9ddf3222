package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"rounds/inbox/metrics"
)

// PutSurvey keeps the answers to a survey and how many were asked, 0 if nobody
// says. Who answers again replaces what they said before (D-26): an answer that
// is older than the one that is kept changes nothing. An anonymous one is known
// by when it came and what it says.
func (s *Store) PutSurvey(ctx context.Context, name, kind string, asked int, answers []metrics.Survey) (added, replaced int, err error) {
	const (
		survey = `
			INSERT INTO survey (name, kind, asked) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET kind = excluded.kind, asked = CASE excluded.asked WHEN 0 THEN asked ELSE excluded.asked END`
		known  = `SELECT EXISTS (SELECT 1 FROM survey_answer WHERE survey = ? AND key = ?)`
		answer = `
			INSERT INTO survey_answer (survey, key, kind, at, who, score, words) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET kind = excluded.kind, at = excluded.at, who = excluded.who, score = excluded.score, words = excluded.words
			WHERE  excluded.at >= at AND (kind, at, who, score, words) IS NOT (excluded.kind, excluded.at, excluded.who, excluded.score, excluded.words)`
	)
	err = s.inTx(ctx, func(tx *tx) error {
		added, replaced = 0, 0
		if _, err := tx.ExecContext(ctx, survey, name, kind, asked); err != nil {
			return err
		}
		for _, a := range answers {
			var was bool
			key := answerKey(a)
			if err := tx.QueryRowContext(ctx, known, name, key).Scan(&was); err != nil {
				return err
			}
			done, err := tx.ExecContext(ctx, answer, name, key, kind, a.At, a.Who, a.Score, a.Words)
			if err != nil {
				return err
			}
			n, err := done.RowsAffected()
			if err != nil {
				return err
			}
			if was {
				replaced += int(n)
			} else {
				added += int(n)
			}
		}
		return nil
	})
	if err != nil {
		return 0, 0, fmt.Errorf("keep the survey %s: %w", name, err)
	}
	return added, replaced, nil
}

// answerKey tells one answer of a survey from another.
func answerKey(a metrics.Survey) string {
	if who := strings.ToLower(strings.TrimSpace(a.Who)); who != "" {
		return "who:" + who
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%d\x00%s", a.At, a.Score, a.Words))
	return "said:" + hex.EncodeToString(sum[:12])
}

// surveys reads the answers of the span.
func (r *reading) surveys() (err error) {
	const query = `
		SELECT   a.survey, a.kind, a.at, a.who, a.score, a.words, coalesce(s.asked, 0)
		FROM     survey_answer AS a LEFT JOIN survey AS s ON s.name = a.survey
		WHERE    a.at >= ? AND a.at < ?
		ORDER BY a.at, a.survey, a.key`
	r.facts.Surveys, err = list(r.ctx, r.tx, func(row scanner) (a metrics.Survey, err error) {
		return a, row.Scan(&a.Name, &a.Kind, &a.At, &a.Who, &a.Score, &a.Words, &a.Asked)
	}, query, r.from, r.to)
	return err
}
