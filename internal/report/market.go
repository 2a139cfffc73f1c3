package report

import (
	"io"
	"strings"

	"github.com/gridalloc/gridalloc/model/unit"
)

// written prints rows as CSV or JSON, or as the page that text makes.
func written[T any](w io.Writer, name string, rows []T, format string, width int, text func(*page)) error {
	switch format {
	case "csv":
		return CSV(w, tableOf(name, rows))
	case "json":
		return indentedJSON(w, filled(rows))
	}
	g := &page{width: max(width, minWidth)}
	text(g)
	_, err := io.WriteString(w, g.text.String())
	return err
}

// ShockRow is the network of bitcoin mining some months after a fall of the
// price, with its hashrate reacting. Hashprices are per PH/s and day in the
// scenario's currency.
type ShockRow struct {
	Month    int        `json:"month"`
	Price    unit.Money `json:"bitcoin_price"`
	Fleet    float64    `json:"fleet_ehs"`
	Hashrate float64    `json:"hashrate_ehs"`
	// Undisturbed is the hashprice had the price not fallen, Fixed with the
	// difficulty as if it had not, Reacting with both.
	Undisturbed unit.Hashprice `json:"hashprice_without_fall"`
	Fixed       unit.Hashprice `json:"hashprice_difficulty_fixed"`
	Reacting    unit.Hashprice `json:"hashprice_difficulty_reacts"`
	// Recovered is the share of the loss that the reaction brings back.
	Recovered float64 `json:"recovered_share"`
}

// Shock writes how the network takes a fall of the price, as format says.
func Shock(w io.Writer, title, currency string, rows []ShockRow, format string, width int) error {
	return written(w, "shock", rows, format, width, func(g *page) {
		g.wrap(title)
		g.printf("\n")
		t := grid{header: []string{"month", currency + "/BTC", "fleet EH/s", "running", "no fall", "fixed", "reacting", "recovered"}}
		for _, r := range rows {
			t.add(number(float64(r.Month), 0), number(float64(r.Price), 0), number(r.Fleet, 0), number(r.Hashrate, 0),
				number(float64(r.Undisturbed), 2), number(float64(r.Fixed), 2), number(float64(r.Reacting), 2), percent(r.Recovered))
		}
		g.print(t)
		g.wrap("hashprice in " + currency + "/PH/day had the price not fallen, with the difficulty fixed, and with the network reacting; recovered is the share of the loss that the reaction brings back, at equal subsidy")
	})
}

// FitRow is a fitted figure beside that of a risk set. What no risk set holds,
// but explains the rest, has an empty Table and no figures of one.
type FitRow struct {
	Table     string  `json:"table"`
	Parameter string  `json:"parameter"`
	Value     float64 `json:"value"`
	// StdErr is the standard error, nil where none can be given.
	StdErr *float64 `json:"standard_error"`
	Unit   string   `json:"unit"`
	N      int      `json:"observations"`
	// Low and High bound what the risk set says; it may say other things for
	// other markets or zones.
	Low  *float64 `json:"risk_set_low"`
	High *float64 `json:"risk_set_high"`
	Note string   `json:"note"`
}

// Fits writes fitted figures beside those of a scenario's risk set.
func Fits(w io.Writer, scenario string, rows []FitRow, format string, width int) error {
	return written(w, "fits", rows, format, width, func(g *page) {
		t := grid{header: []string{"table", "parameter", "value", "std. error", "unit", "observations", scenario}, left: 2}
		for _, r := range rows {
			table := r.Table
			if table == "" {
				table = "-"
			}
			t.add(table, r.Parameter, figure(r.Value), optional(r.StdErr), r.Unit, number(float64(r.N), 0), setFigure(r.Low, r.High))
		}
		g.print(t)
		g.printf("\nthe last column is what the risk set of %s says; - has no place in a risk set\n", scenario)
		g.heading("Notes")
		for _, r := range rows {
			if r.Note != "" {
				g.wrap(strings.TrimSpace(r.Table+" "+r.Parameter) + ": " + r.Note)
			}
		}
	})
}

// figure writes a fitted figure: no more digits than a fit may claim.
func figure(x float64) string { return number(x, 3) }

func optional(x *float64) string {
	if x == nil {
		return "-"
	}
	return figure(*x)
}

// setFigure is what a risk set says: one figure, or the span of several.
func setFigure(low, high *float64) string {
	if low == nil || high == nil {
		return "-"
	}
	if *low == *high {
		return figure(*low)
	}
	return figure(*low) + " to " + figure(*high)
}

// BacktestRow is what happened in a month beside the middle 80 % of what was
// drawn for it, in USD.
type BacktestRow struct {
	Month           string  `json:"month"`
	Hashprice       float64 `json:"hashprice"`
	HashpriceLow    float64 `json:"hashprice_p10"`
	HashpriceMiddle float64 `json:"hashprice_p50"`
	HashpriceHigh   float64 `json:"hashprice_p90"`
	HashpriceInside bool    `json:"hashprice_inside"`
	Price           float64 `json:"close"`
	PriceLow        float64 `json:"close_p10"`
	PriceMiddle     float64 `json:"close_p50"`
	PriceHigh       float64 `json:"close_p90"`
	PriceInside     bool    `json:"close_inside"`
}

// Backtest is what was fitted to the months before a split, held against those
// after it. Shares are of months within the band.
type Backtest struct {
	Split     string        `json:"split"`
	Draws     int           `json:"draws"`
	Seed      int           `json:"seed"`
	Hashprice float64       `json:"hashprice_inside_share"`
	Price     float64       `json:"close_inside_share"`
	Rows      []BacktestRow `json:"months"`
}

// Write writes the backtest as format says; as CSV its months only.
func (b *Backtest) Write(w io.Writer, format string, width int) error {
	if format == "json" {
		return indentedJSON(w, b)
	}
	return written(w, "backtest", b.Rows, format, width, func(g *page) {
		g.wrap("Fitted to the months before " + b.Split + ", held against the months from then on: " + number(float64(b.Draws), 0) + " draws, seed " + number(float64(b.Seed), 0))
		g.printf("\n")
		t := grid{header: []string{"month", "USD/PH/day", "10 %", "50 %", "90 %", "", "USD/BTC", "10 %", "50 %", "90 %", ""}, left: 1}
		for _, r := range b.Rows {
			t.add(r.Month, number(r.Hashprice, 1), number(r.HashpriceLow, 1), number(r.HashpriceMiddle, 1), number(r.HashpriceHigh, 1), outside(r.HashpriceInside),
				number(r.Price, 0), number(r.PriceLow, 0), number(r.PriceMiddle, 0), number(r.PriceHigh, 0), outside(r.PriceInside))
		}
		g.print(t)
		g.printf("\n")
		g.wrap("The 80 % band held the hashprice in " + percent(b.Hashprice) + " of " + plural(len(b.Rows), "month") + " and the month's last price in " + percent(b.Price) +
			". All months are of one history and each follows the one before, so these shares say less than the number of months suggests.")
	})
}

func outside(inside bool) string {
	if inside {
		return ""
	}
	return "outside"
}
