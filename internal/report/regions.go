package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/gridalloc/gridalloc/model"
	"github.com/gridalloc/gridalloc/model/unit"
)

// RegionRow is a region in a list of regions. MW are those of the end of the
// horizon; prices are in the scenario's currency.
type RegionRow struct {
	ID              string  `json:"id"`
	Name            string  `json:"name"`
	LocalName       string  `json:"local_name"`
	Country         string  `json:"country"`
	PowerSystem     string  `json:"power_system"`
	Market          string  `json:"market"`
	Balance         string  `json:"balance"`
	FirmMW          unit.MW `json:"firm_mw"`
	InterruptibleMW unit.MW `json:"interruptible_mw"`
	EnergyPrice     float64 `json:"energy_price_per_mwh"`
	NetworkPrice    float64 `json:"network_price_per_mwh"`
	Temperature     float64 `json:"mean_annual_temp_c"`
	Carbon          float64 `json:"t_per_mwh"`
	Offers          int     `json:"offers"`
	Sites           int     `json:"existing_sites"`
	Grade           string  `json:"grade"`
}

// RegionRows lists the regions of a scenario in its order.
func RegionRows(s *model.Scenario) []RegionRow {
	rows := make([]RegionRow, len(s.Regions))
	for i, r := range s.Regions {
		rows[i] = RegionRow{
			ID: r.ID, Name: r.Name, LocalName: r.LocalName,
			Country: s.Countries[r.Country].ID, PowerSystem: r.PowerSystem, Market: s.Markets[r.Market].ID, Balance: r.Balance,
			EnergyPrice: float64(r.EnergyPrice), NetworkPrice: float64(r.NetworkPrice),
			Temperature: float64(r.Temperature), Carbon: float64(r.CarbonIntensity), Grade: string(r.Grade),
		}
		rows[i].FirmMW, rows[i].InterruptibleMW = surplusOf(s, r.Surplus)
	}
	for _, site := range s.Sites {
		if site.HasOffer {
			rows[site.Region].Offers++
		}
		if site.Existing.Firm > 0 || site.Existing.Flex > 0 {
			rows[site.Region].Sites++
		}
	}
	return rows
}

// surplusOf adds up what can be connected within the horizon.
func surplusOf(s *model.Scenario, list []model.Surplus) (firm, interruptible unit.MW) {
	end := s.Horizon.Begin(s.Horizon.Periods)
	for _, x := range list {
		if x.From.IsZero() || x.From.Before(end) {
			firm += x.Firm
			interruptible += x.Interruptible
		}
	}
	return firm, interruptible
}

// Regions writes the rows as a text table, CSV or JSON, as format says.
func Regions(w io.Writer, rows []RegionRow, currency, format string, width int) error {
	switch format {
	case "csv":
		return CSV(w, tableOf("regions", rows))
	case "json":
		return indentedJSON(w, filled(rows))
	}
	g := &page{width: max(width, minWidth)}
	t := grid{header: []string{"region", "name", "power system", "firm MW", "flex MW", currency + "/MWh", "degC", "offers"}, left: 3}
	var firm, flex float64
	for _, r := range rows {
		firm += float64(r.FirmMW)
		flex += float64(r.InterruptibleMW)
		t.add(r.ID, r.Name, r.PowerSystem, mw(float64(r.FirmMW)), mw(float64(r.InterruptibleMW)),
			number(r.EnergyPrice+r.NetworkPrice, 2), number(r.Temperature, 1), fmt.Sprint(r.Offers))
	}
	t.footer = []string{plural(len(rows), "region"), "", "", mw(firm), mw(flex), "", "", ""}
	g.print(t)
	_, err := io.WriteString(w, g.text.String())
	return err
}

// indentedJSON writes any value.
func indentedJSON(w io.Writer, v any) error {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// Region writes everything a scenario knows of one region: its figures, its
// offers and existing sites, the rules in force there, and their sources with
// grades.
func Region(w io.Writer, s *model.Scenario, region, width int) error {
	g := &page{width: max(width, minWidth)}
	c := &citations{scenario: s, numbers: map[int]int{}}
	r, row := s.Regions[region], RegionRows(s)[region]
	g.printf("%s  %s%s\n\n", r.ID, r.Name, inBrackets(r.LocalName))
	g.pair("Power system", r.PowerSystem)
	g.pair("Country", row.Country)
	g.pair("Client market", row.Market)
	g.pair("Balance", r.Balance)
	g.pair("Energy price", number(row.EnergyPrice, 2)+" "+s.Currency+"/MWh")
	g.pair("Network price", number(row.NetworkPrice, 2)+" "+s.Currency+"/MWh")
	g.pair("Mean temperature", number(row.Temperature, 1)+" degC")
	g.pair("Carbon intensity", number(row.Carbon, 3)+" t/MWh")
	g.pair("Figures", c.cite(r.Provenance))
	regionSurplus(g, c, r)
	regionOffers(g, c, region)
	regionSites(g, c, region)
	regionRules(g, c, region)
	c.print(g)
	_, err := io.WriteString(w, g.text.String())
	return err
}

func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

func regionSurplus(g *page, c *citations, r model.Region) {
	g.heading("Power that can be connected")
	t := grid{header: []string{"from", "figures", "firm MW", "interruptible MW"}, left: 2}
	for _, x := range r.Surplus {
		t.add(dateOr(x.From, "now"), c.cite(x.Provenance), mw(float64(x.Firm)), mw(float64(x.Interruptible)))
	}
	g.printRows(t)
}

func regionOffers(g *page, c *citations, region int) {
	g.heading("Connection offers")
	s := c.scenario
	t := grid{header: []string{"site", "figures", "MW", "firm", "flex", "feeders", "months", s.Currency + "/kW"}, left: 2}
	for _, site := range s.Sites {
		if o := site.Offer; site.Region == region && site.HasOffer {
			t.add(site.ID, c.cite(site.Provenance), span(float64(o.Min), float64(o.Max)), mw(float64(o.MaxFirm)), mw(float64(o.MaxFlex)), fmt.Sprint(o.Feeders),
				fmt.Sprintf("%d/%d/%d", o.Lead[0], o.Lead[1], o.Lead[2]), number(float64(o.CostPerMW)/1000, 1))
		}
	}
	g.printRows(t)
	if len(t.rows) > 0 {
		g.printf("MW that may be ordered, months of lead time: optimistic, typical, pessimistic\n")
	}
}

func span(from, to float64) string { return number(from, 1) + " to " + number(to, 1) }

func regionSites(g *page, c *citations, region int) {
	g.heading("Existing sites")
	t := grid{header: []string{"site", "name", "figures", "firm MW", "flex MW", "feeders", "halls"}, left: 3}
	for _, site := range c.scenario.Sites {
		e := site.Existing
		if site.Region != region || e.Firm == 0 && e.Flex == 0 {
			continue
		}
		halls := 0
		for _, h := range e.Halls {
			halls += h.Count
		}
		t.add(site.ID, site.Name, c.cite(site.Provenance), mw(float64(e.Firm)), mw(float64(e.Flex)), fmt.Sprint(e.Feeders), fmt.Sprint(halls))
	}
	g.printRows(t)
}

func regionRules(g *page, c *citations, region int) {
	g.heading("Rules")
	t := grid{header: []string{"rule", "name", "on", "from", "to", "figures"}, left: 6}
	for _, r := range c.scenario.Rules {
		for _, i := range r.Regions {
			if i == region {
				t.add(r.ID, r.Name, map[bool]string{true: "yes", false: "no"}[r.Enabled],
					dateOr(r.Span.From, "-"), dateOr(r.Span.To, "-"), c.cite(r.Provenance))
			}
		}
	}
	g.printRows(t)
}

// printRows prints a table, or "none" when it is empty.
func (g *page) printRows(t grid) {
	if len(t.rows) == 0 {
		g.printf("none\n")
		return
	}
	g.print(t)
}

func dateOr(d model.Date, absent string) string {
	if d.IsZero() {
		return absent
	}
	return d.String()
}

// citations numbers the sources in the order in which they are cited.
type citations struct {
	scenario *model.Scenario
	numbers  map[int]int // index of the source -> number
	order    []int
}

// cite words a provenance: "reported A [1,2]".
func (c *citations) cite(p model.Provenance) string {
	var numbers []string
	for _, i := range p.Sources {
		if c.numbers[i] == 0 {
			c.order = append(c.order, i)
			c.numbers[i] = len(c.order)
		}
		numbers = append(numbers, fmt.Sprint(c.numbers[i]))
	}
	return fmt.Sprintf("%s %s [%s]", p.Method, p.Grade, strings.Join(numbers, ","))
}

func (c *citations) print(g *page) {
	g.heading("Sources")
	for n, i := range c.order {
		src := c.scenario.Sources[i]
		g.wrap(strings.TrimSpace(fmt.Sprintf("[%d] %s: %s %s %s", n+1, src.ID, src.Title, src.Address, src.Date)))
	}
}
