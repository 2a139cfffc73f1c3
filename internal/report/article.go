package report

import "fmt"

// ClaimRow is what is found of a claim of the source article.
type ClaimRow struct {
	Number  int    `json:"number"`
	Claim   string `json:"claim"`
	Figure  string `json:"article_figure"`
	Finds   string `json:"finds"`
	Verdict string `json:"verdict"`
	Basis   string `json:"rests_on"`
	Command string `json:"command"`
}

// Article is the page of the claims: verdicts first, then what they rest on.
func Article(rows []ClaimRow) *Reply {
	short := Section{Header: []string{"", "claim", "article says", "on our data", "command"}, Left: 5}
	reply := &Reply{
		Name: "article", Title: "The source article's claims, tested",
		Data: filled(rows), Tables: []Table{tableOf("claims", rows)},
		Notes: []string{
			"a claim holds, holds in part, does not hold, or cannot be told from the data",
			"plans are of the scenarios as shipped; what is said of a country is said of its scenario",
		},
	}
	var details []Section
	for i := range rows {
		r := &rows[i]
		figure := r.Figure
		if figure == "" {
			figure = "-"
		}
		short.Rows = append(short.Rows, []string{fmt.Sprint(r.Number), r.Claim, figure, r.Verdict, "`" + r.Command + "`"})
		details = append(details, Section{
			Heading: fmt.Sprintf("%d. %s", r.Number, r.Claim),
			Text:    fmt.Sprintf("%s: %s.\n\nRests on: %s.", capital(r.Verdict), r.Finds, r.Basis),
		})
	}
	reply.Sections = append([]Section{short}, details...)
	return reply
}

// capital begins a sentence.
func capital(s string) string {
	if s == "" {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}
