package main

import "fmt"

// scenario is the scenario file. It has the settings of embedded scenario
// russia, so that results can be compared.
func scenario(s Shape) []byte {
	contracts := "contracts:\n  from: [./market]\n"
	if s.Contracts == 0 {
		contracts = "contracts:\n  from: []\n"
	}
	return fmt.Appendf(nil, `# A synthetic country of %[1]d regions and %[2]d contracts, seed %[3]d. All its figures are invented.
gridalloc: 1
name: synthetic-%[1]d-%[2]d-%[3]d
title: Synthetic country, %[1]d regions, %[2]d contracts, seed %[3]d
horizon: {start: 2027-01-01, period: %[4]s, periods: %[5]d}
money: {currency: USD, price_year: 2026}
discount_rate: 10%%
lead_time: typical
regions:
  packs: [./regions]
technology: calibrated
risk: base
market: [./market]
%[6]sbudget:
  annual: %[7]v
  unit: USD million
  carry_over: 100%%
solver: {gap: 1%%, time_limit: 300s, threads: 1, seed: 1}
`, s.Regions, s.Contracts, s.Seed, s.Period, s.Periods, contracts, s.Budget)
}
