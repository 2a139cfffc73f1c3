package geo

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
)

// Read reads the atlas from the folder maps of files: frames.csv, places.csv
// and a GeoJSON file for each map.
func Read(files fs.FS) (*Atlas, error) {
	frames, err := table(files, "maps/frames.csv")
	if err != nil {
		return nil, err
	}
	places, err := table(files, "maps/places.csv")
	if err != nil {
		return nil, err
	}
	a := &Atlas{}
	for _, row := range frames {
		f, err := frameOf(row)
		if err != nil {
			return nil, fmt.Errorf("maps/frames.csv: %w", err)
		}
		a.Frames = append(a.Frames, f)
	}
	for i := range a.Frames {
		f := &a.Frames[i]
		c, err := readCollection(files, f.Map)
		if err != nil {
			return nil, err
		}
		if slices.IndexFunc(a.Frames, func(o Frame) bool { return o.Map == f.Map }) == i { // the main frame
			f.Land, f.Around = c.of("land"), c.of("around")
		}
		if err := f.place(places, c); err != nil {
			return nil, fmt.Errorf("maps/places.csv: %w", err)
		}
	}
	return a, nil
}

// place fills in the places of the frame.
func (f *Frame) place(rows []map[string]string, c *collection) error {
	for _, row := range rows {
		if row["map"] != f.Map || row["frame"] != f.ID {
			continue
		}
		p := Place{Region: row["region"], Shape: c.region(row["region"])}
		if p.Shape == nil {
			at, err := numbers(row, "longitude", "latitude")
			if err != nil {
				return fmt.Errorf("%s has no shape: %w", p.Region, err)
			}
			p.At, p.Reason = Point{at[0], at[1]}, row["note"]
		}
		f.Places = append(f.Places, p)
	}
	return nil
}

func frameOf(row map[string]string) (Frame, error) {
	v, err := numbers(row, "central_meridian", "origin_latitude", "parallel_1", "parallel_2")
	if err != nil {
		return Frame{}, err
	}
	f := Frame{Map: row["map"], ID: row["frame"], Title: row["title"]}
	f.Projection = Albers{Meridian: v[0], Origin: v[1], Parallels: [2]float64{v[2], v[3]}}
	return f, nil
}

// collection is a file of shapes.
type collection struct {
	Features []struct {
		Properties struct{ Region, Kind string }
		Geometry   struct{ Coordinates [][][][2]float64 }
	}
}

func readCollection(files fs.FS, name string) (*collection, error) {
	name = "maps/" + name + ".json"
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	c := &collection{}
	if err := json.Unmarshal(text, c); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// of lists the shapes of a kind.
func (c *collection) of(kind string) []Shape {
	var list []Shape
	for i := range c.Features {
		if c.Features[i].Properties.Kind == kind {
			list = append(list, c.shape(i))
		}
	}
	return list
}

// region is the shape of a region, nil for none.
func (c *collection) region(id string) Shape {
	for i := range c.Features {
		if c.Features[i].Properties.Region == id {
			return c.shape(i)
		}
	}
	return nil
}

func (c *collection) shape(i int) Shape {
	var s Shape
	for _, polygon := range c.Features[i].Geometry.Coordinates {
		var rings Polygon
		for _, ring := range polygon {
			points := make([]Point, len(ring))
			for k, p := range ring {
				points[k] = Point{p[0], p[1]}
			}
			rings = append(rings, points)
		}
		s = append(s, rings)
	}
	return s
}

// table reads a CSV file by column name.
func table(files fs.FS, name string) ([]map[string]string, error) {
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // only read
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var rows []map[string]string
	for _, record := range records[min(1, len(records)):] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// numbers reads the named cells of a row.
func numbers(row map[string]string, columns ...string) ([]float64, error) {
	list := make([]float64, len(columns))
	for i, column := range columns {
		v, err := strconv.ParseFloat(row[column], 64)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", column, err)
		}
		list[i] = v
	}
	return list, nil
}
