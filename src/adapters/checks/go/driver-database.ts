/** Where the package speaks of databases: one that keeps what it is sent. */
export const GO_DATABASE = String.raw`
import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"reflect"
	"strings"
)

type assayConnector struct{}
type assayConnection struct{}
type assayStatement struct{ text string }
type assayRows struct{ columns, at int }

func (assayConnector) Open(string) (driver.Conn, error) { return assayConnection{}, nil }
func (assayConnection) Prepare(text string) (driver.Stmt, error) {
	assayTell("statement", "any", text)
	return assayStatement{text}, nil
}
func (assayConnection) Close() error              { return nil }
func (assayConnection) Begin() (driver.Tx, error) { return assayConnection{}, nil }
func (assayConnection) Commit() error             { return nil }
func (assayConnection) Rollback() error           { return nil }
func (assayStatement) Close() error               { return nil }
func (assayStatement) NumInput() int              { return -1 }
func (s assayStatement) Exec(values []driver.Value) (driver.Result, error) {
	assayBound(s.text, values)
	return driver.RowsAffected(1), nil
}
func (s assayStatement) Query(values []driver.Value) (driver.Rows, error) {
	assayBound(s.text, values)
	return &assayRows{columns: assayColumns(s.text)}, nil
}
func (r *assayRows) Columns() []string {
	names := make([]string, r.columns)
	for i := range names {
		names[i] = "c"
	}
	return names
}
func (r *assayRows) Close() error { return nil }
func (r *assayRows) Next(values []driver.Value) error {
	if r.at++; r.at > 1 {
		return io.EOF
	}
	for i := range values {
		values[i] = "1"
	}
	return nil
}

// The statement with its values in the places that wait for them.
func assayBound(text string, values []driver.Value) {
	for i, value := range values {
		literal := "'" + strings.ReplaceAll(fmt.Sprint(value), "'", "''") + "'"
		if place := fmt.Sprintf("$%d", i+1); strings.Contains(text, place) {
			text = strings.Replace(text, place, literal, 1)
		} else {
			text = strings.Replace(text, "?", literal, 1)
		}
	}
	assayTell("bound", text)
}

// How many columns a SELECT names.
func assayColumns(text string) int {
	upper := strings.ToUpper(text)
	from := strings.Index(upper, " FROM ")
	if !strings.HasPrefix(strings.TrimSpace(upper), "SELECT") || from < 0 {
		return 1
	}
	return strings.Count(text[:from], ",") + 1
}

func init() {
	for _, name := range []string{"assay", "sqlite3", "sqlite", "mysql", "postgres", "pgx", "sqlserver", "mssql"} {
		known := false
		for _, other := range sql.Drivers() {
			known = known || other == name
		}
		if !known {
			sql.Register(name, assayConnector{})
		}
	}
}

func assaySpecial(t reflect.Type) (reflect.Value, bool) {
	db, err := sql.Open("assay", "")
	if err != nil {
		return reflect.Value{}, false
	}
	switch t {
	case reflect.TypeOf(db):
		return reflect.ValueOf(db), true
	case reflect.TypeOf((*sql.Tx)(nil)):
		tx, err := db.Begin()
		return reflect.ValueOf(tx), err == nil
	}
	if t.Kind() == reflect.Interface && t.NumMethod() > 0 && reflect.TypeOf(db).Implements(t) {
		return reflect.ValueOf(db), true
	}
	return reflect.Value{}, false
}
`;

/** The same for a package that speaks of none. */
export const GO_NO_DATABASE = `
import "reflect"

func assaySpecial(reflect.Type) (reflect.Value, bool) { return reflect.Value{}, false }
`;
