package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rounds/inbox/plain"
)

func (h House) sql(s *Settings) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "sql 'SELECT …'",
		Short: "Ask the database yourself; it cannot be changed this way",
		Long: "Runs a query that cannot change anything. The views v_messages, v_conversations,\n" +
			"v_members and v_reports are documented in docs/sql.md and kept stable; the tables below\n" +
			"them are not.",
		Example: "  rounds sql \"SELECT author, count(*) FROM v_messages GROUP BY author ORDER BY 2 DESC LIMIT 10\"",
		Args:    usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if s.JSON {
				format = "json"
			}
			sheet, err := h.sheet(format)
			if err != nil {
				return &Usage{err}
			}
			return h.with(cmd.Context(), s, func(m Memory) error {
				if err := m.Query(cmd.Context(), strings.Join(args, " "), sheet.head, sheet.row); err != nil {
					return err
				}
				return sheet.end()
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "table", "`table`, csv or json")
	return cmd
}

// sheet is a form in which rows are printed.
type sheet interface {
	head(columns []string) error
	row(values []any) error
	end() error
}

func (h House) sheet(format string) (sheet, error) {
	switch format {
	case "table":
		return &tableSheet{house: h}, nil
	case "csv":
		return &csvSheet{csv.NewWriter(h.Out)}, nil
	case "json":
		return &jsonSheet{house: h}, nil
	}
	return nil, fmt.Errorf("--format %q: choose table, csv or json", plain.Head(format, 40))
}

// cell is a value in words; NULL is nothing.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []byte:
		return plain.Text(string(v))
	case string:
		return plain.Text(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return plain.Text(fmt.Sprint(v))
}

type tableSheet struct {
	house   House
	columns []column
	rows    [][]string
}

func (t *tableSheet) head(columns []string) error {
	for _, c := range columns {
		t.columns = append(t.columns, column{title: plain.Line(c), most: 40})
	}
	return nil
}

func (t *tableSheet) row(values []any) error {
	row := make([]string, len(values))
	for i, v := range values {
		row[i] = cell(v)
	}
	t.rows = append(t.rows, row)
	return nil
}

func (t *tableSheet) end() error {
	if len(t.columns) == 0 {
		return nil
	}
	return t.house.table(t.columns, t.rows)
}

type csvSheet struct{ *csv.Writer }

func (c *csvSheet) head(columns []string) error {
	for i := range columns {
		columns[i] = plain.Line(columns[i])
	}
	return c.Write(columns)
}

func (c *csvSheet) row(values []any) error {
	row := make([]string, len(values))
	for i, v := range values {
		row[i] = cell(v)
		switch v.(type) {
		case string, []byte:
			row[i] = harmless(row[i])
		}
	}
	return c.Write(row)
}

func (c *csvSheet) end() error {
	c.Flush()
	return c.Error()
}

// harmless keeps a spreadsheet from reading text as a formula: what begins like
// one gets an apostrophe before it, as OWASP advises under "CSV injection".
func harmless(text string) string {
	start := strings.TrimLeft(text, " \t\r\n")
	if start != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(start)[0]) {
		return "'" + text
	}
	return text
}

// jsonSheet prints an array with one object a line.
type jsonSheet struct {
	house   House
	columns []string
	rows    int
}

func (j *jsonSheet) head(columns []string) error {
	for _, c := range columns {
		j.columns = append(j.columns, plain.Line(c))
	}
	return j.house.say("[")
}

func (j *jsonSheet) row(values []any) error {
	var b strings.Builder
	b.WriteString("{")
	for i, v := range values {
		switch text := v.(type) {
		case string:
			v = plain.Text(text)
		case []byte:
			v = plain.Text(string(text))
		}
		name, err := json.Marshal(j.columns[i])
		if err != nil {
			return err
		}
		value, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if i > 0 {
			b.WriteString(",")
		}
		b.Write(name)
		b.WriteString(":")
		b.Write(value)
	}
	separator := "\n"
	if j.rows > 0 {
		separator = ",\n"
	}
	j.rows++
	return j.house.say("%s%s}", separator, b.String())
}

func (j *jsonSheet) end() error { return j.house.say("\n]\n") }
