/** Makes arguments by their types, calls the target, tells what came of it. Declarations begin with `assay`: they stand in the package of the target. */
export const GO_DRIVER = String.raw`
import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"sync"
	"time"
	"unsafe"
)

type assayParameter struct {
	Name, Shape, Text string
}

type assayShot struct {
	Id        string
	Parameter int
	Text      *string
	Canary    string
	Seed      int64
	Also      map[string]string
}

type assayPlan struct {
	Token, Room string
	Parameters  []assayParameter
	Fields      []string
	Prefix      string
	Folders     []string
	Secrets     []struct{ Path, Text string }
	Shots       []assayShot
	Port        int
}

type assaySeen struct {
	Id      string     ${'`json:"id"`'}
	Outcome string     ${'`json:"outcome"`'}
	Value   string     ${'`json:"value"`'}
	Output  string     ${'`json:"output"`'}
	Events  [][]string ${'`json:"events"`'}
	Canary  bool       ${'`json:"canary"`'}
}

var (
	assayLock   sync.Mutex
	assayEvents [][]string
	assayTold   assayPlan
)

func assayTell(words ...string) {
	assayLock.Lock()
	defer assayLock.Unlock()
	if len(assayEvents) < 400 {
		assayEvents = append(assayEvents, words)
	}
}

type assayTransport struct{}

func (assayTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	assayTell("contact", r.URL.Hostname())
	assayTell("address", r.URL.String())
	return &http.Response{StatusCode: 200, Status: "200 OK", Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/plain"}}, Body: io.NopCloser(strings.NewReader("fetched")), Request: r}, nil
}

func assayBase() string { return filepath.Join(assayTold.Room, "base") }

func assayRooms() []string {
	found := []string{assayBase()}
	for _, folder := range assayTold.Folders {
		if !filepath.IsAbs(folder) {
			folder = filepath.Join(assayBase(), folder)
		}
		found = append(found, folder)
	}
	return found
}

func assayPrepare() {
	_ = os.RemoveAll(assayTold.Room)
	for _, folder := range assayRooms() {
		_ = os.MkdirAll(folder, 0o777)
		for _, shot := range assayTold.Shots {
			name := "a.txt"
			if strings.HasPrefix(shot.Id, "control") && shot.Text != nil {
				name = *shot.Text
			} else if shot.Parameter >= 0 && shot.Parameter < len(assayTold.Parameters) {
				name = assayTold.Parameters[shot.Parameter].Text
			}
			if name != "" && !strings.ContainsAny(name, "/\\\x00") && len(name) < 60 {
				if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
					_ = os.WriteFile(filepath.Join(folder, name), []byte("a few words\n"), 0o644)
				}
			}
		}
	}
	for _, secret := range assayTold.Secrets {
		_ = os.MkdirAll(filepath.Dir(secret.Path), 0o777)
		_ = os.WriteFile(secret.Path, []byte(secret.Text), 0o644)
	}
	_ = os.Chdir(assayBase())
}

// Files beside the folders that the code may use which are new, gone or different.
func assayTouched() {
	known := map[string]string{}
	for _, secret := range assayTold.Secrets {
		known[secret.Path] = secret.Text
		folder := filepath.Dir(secret.Path)
		entries, _ := os.ReadDir(folder)
		for _, entry := range entries {
			path := filepath.Join(folder, entry.Name())
			text, _ := os.ReadFile(path)
			if path != secret.Path || string(text) != secret.Text {
				assayTell("file", "written", path)
			}
		}
		if _, err := os.Lstat(secret.Path); err != nil {
			assayTell("file", "removed", secret.Path)
		}
	}
}

func assayRequest(text string) *http.Request {
	fields := url.Values{}
	for _, name := range assayTold.Fields {
		fields.Set(name, text)
	}
	path := assayTold.Prefix + text
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader(fields.Encode()))
	r.URL = &url.URL{Path: path, RawQuery: fields.Encode()}
	r.RequestURI = r.URL.RequestURI()
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, name := range assayTold.Fields {
		if http.CanonicalHeaderKey(name) == name {
			r.Header[name] = []string{text}
		}
	}
	r.Header["Cookie"] = nil
	for _, name := range assayTold.Fields {
		r.AddCookie(&http.Cookie{Name: name, Value: text})
	}
	if assayTold.Prefix == "(json)" {
		body, _ := json.Marshal(assayFlat(fields))
		r.Body = io.NopCloser(bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.URL.Path = "/"
	}
	if assayTold.Prefix == "(upload)" {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for _, name := range assayTold.Fields {
			part, err := form.CreateFormFile(name, "a.txt")
			if err == nil {
				_, _ = part.Write(assayArchive(text))
			}
		}
		_ = form.Close()
		r.Body = io.NopCloser(&body)
		r.ContentLength = int64(body.Len())
		r.Header.Set("Content-Type", form.FormDataContentType())
		r.URL.Path = "/"
	}
	return r
}

func assayFlat(fields url.Values) map[string]string {
	flat := map[string]string{}
	for name := range fields {
		flat[name] = fields.Get(name)
	}
	return flat
}

func assayArchive(name string) []byte {
	var made bytes.Buffer
	w := zip.NewWriter(&made)
	part, err := w.Create(name)
	if err == nil {
		_, _ = part.Write([]byte("unpacked\n"))
	}
	_ = w.Close()
	return made.Bytes()
}

func assayTar(name string) []byte {
	var made bytes.Buffer
	w := tar.NewWriter(&made)
	_ = w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: 9, Typeflag: tar.TypeReg})
	_, _ = w.Write([]byte("unpacked\n"))
	_ = w.Close()
	return made.Bytes()
}

func assayFolderName(name string) bool {
	lower := strings.ToLower(name)
	for _, word := range []string{"dir", "folder", "root", "base", "dest", "target"} {
		if strings.HasPrefix(lower, word) || strings.HasSuffix(lower, word) || strings.HasSuffix(lower, word+"path") {
			return true
		}
	}
	return false
}

var (
	assayWriterType  = reflect.TypeOf((*http.ResponseWriter)(nil)).Elem()
	assayRequestType = reflect.TypeOf((*http.Request)(nil))
	assayReaderType  = reflect.TypeOf((*io.Reader)(nil)).Elem()
	assayContextType = reflect.TypeOf((*context.Context)(nil)).Elem()
	assayErrorType   = reflect.TypeOf((*error)(nil)).Elem()
)

// The value of one parameter or field; attacked values are texts at any place that takes one.
func assayMake(t reflect.Type, name, shape, text string, w *httptest.ResponseRecorder, depth int) reflect.Value {
	if v, ok := assaySpecial(t); ok {
		return v
	}
	switch {
	case t == assayRequestType:
		return reflect.ValueOf(assayRequest(text))
	case t.Kind() == reflect.Interface && t != assayErrorType && t.NumMethod() > 0 && reflect.TypeOf(w).Implements(t):
		return reflect.ValueOf(w)
	case t == assayContextType:
		return reflect.ValueOf(context.Background())
	case t.Kind() == reflect.Interface && t.NumMethod() > 0 && reflect.TypeOf(&bytes.Reader{}).Implements(t):
		data := []byte(text)
		if shape == "archive" {
			data = assayArchive(text)
		}
		if shape == "tar" {
			data = assayTar(text)
		}
		return reflect.ValueOf(bytes.NewReader(data))
	case t == reflect.TypeOf((*zip.Reader)(nil)):
		data := assayArchive(text)
		r, _ := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		return reflect.ValueOf(r)
	case t == reflect.TypeOf((*tar.Reader)(nil)):
		return reflect.ValueOf(tar.NewReader(bytes.NewReader(assayTar(text))))
	case t == reflect.TypeOf((*zip.File)(nil)):
		data := assayArchive(text)
		if r, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil && len(r.File) > 0 {
			return reflect.ValueOf(r.File[0])
		}
	case t == reflect.TypeOf((*http.Client)(nil)):
		return reflect.ValueOf(http.DefaultClient)
	case t == reflect.TypeOf((*url.URL)(nil)):
		if u, err := url.Parse(text); err == nil {
			return reflect.ValueOf(u)
		}
	}
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.String:
		switch {
		case shape == "folder":
			v.SetString(assayBase())
		case shape == "archive" || shape == "tar":
			path := filepath.Join(assayBase(), "packed.zip")
			data := assayArchive(text)
			if shape == "tar" {
				data = assayTar(text)
			}
			_ = os.WriteFile(path, data, 0o644)
			v.SetString(path)
		default:
			v.SetString(text)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n := int64(1)
		_, _ = fmt.Sscan(text, &n)
		v.SetInt(n)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n := uint64(1)
		_, _ = fmt.Sscan(text, &n)
		v.SetUint(n)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			data := []byte(text)
			if shape == "archive" {
				data = assayArchive(text)
			}
			v.SetBytes(data)
		} else if depth < 3 {
			v.Set(reflect.Append(v, assayMake(t.Elem(), name, shape, text, w, depth+1)))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
		if t.Key().Kind() == reflect.String && depth < 3 {
			for _, field := range append(append([]string{}, assayTold.Fields...), "a") {
				v.SetMapIndex(reflect.ValueOf(field).Convert(t.Key()), assayMake(t.Elem(), field, "text", text, w, depth+1))
			}
		}
	case reflect.Func:
		v.Set(reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value {
			out := make([]reflect.Value, t.NumOut())
			for i := range out {
				out[i] = reflect.Zero(t.Out(i))
			}
			return out
		}))
	case reflect.Ptr:
		if depth < 3 {
			inner := reflect.New(t.Elem())
			assayFill(inner.Elem(), text, w, depth+1)
			v.Set(inner)
		}
	case reflect.Struct:
		assayFill(v, text, w, depth+1)
	}
	return v
}

// Fields of a record: folders, databases and clients of ours, texts where the name is no folder's.
func assayFill(v reflect.Value, text string, w *httptest.ResponseRecorder, depth int) {
	if v.Kind() != reflect.Struct {
		if v.CanSet() {
			v.Set(assayMake(v.Type(), "", "text", text, w, depth))
		}
		return
	}
	own, _, _ := strings.Cut(reflect.TypeOf(assayParameter{}).PkgPath(), "/")
	if !strings.HasPrefix(v.Type().PkgPath(), own) {
		return
	}
	for i := 0; i < v.NumField(); i++ {
		field, name := v.Field(i), v.Type().Field(i).Name
		if !field.CanSet() {
			field = reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
		}
		shape := "text"
		if assayFolderName(name) {
			shape = "folder"
		}
		if k := field.Kind(); k == reflect.Func || k == reflect.Chan || (k == reflect.Struct && field.Type().PkgPath() == "sync") {
			continue
		}
		field.Set(assayMake(field.Type(), name, shape, text, w, depth))
	}
}

func assayCall(target reflect.Value, shot assayShot) (seen assaySeen) {
	w := httptest.NewRecorder()
	seen.Id, seen.Outcome, seen.Value = shot.Id, "returned", "nothing"
	var printed string
	defer func() {
		if fault := recover(); fault != nil {
			seen.Outcome, seen.Value, seen.Output = "raised", "panic", fmt.Sprint(fault)
		}
		result := w.Result()
		for _, c := range result.Cookies() {
			assayTell("cookie", c.Name, fmt.Sprint(c.Secure), fmt.Sprint(c.HttpOnly))
		}
		names := []string{}
		for name := range w.Header() {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			for _, value := range w.Header()[name] {
				if name == "Location" {
					assayTell("location", value)
				}
				assayTell("header", name, value)
			}
		}
		if body := w.Body.String(); body != "" || w.Code != 200 || len(names) > 0 {
			assayTell("status", fmt.Sprint(w.Code))
			seen.Output += body
			if seen.Outcome == "returned" {
				seen.Value = "something"
				if w.Code >= 400 {
					seen.Value = "a refusal"
				}
			}
		}
		seen.Output += printed
		if len(seen.Output) > 20000 {
			seen.Output = seen.Output[:20000]
		}
	}()
	t := target.Type()
	args := []reflect.Value{}
	for i := 0; i < t.NumIn(); i++ {
		p := assayParameter{Shape: "text", Text: "ann"}
		if i < len(assayTold.Parameters) {
			p = assayTold.Parameters[i]
		}
		if shot.Parameter == i && shot.Text != nil {
			p.Text = *shot.Text
		} else if other, ok := shot.Also[fmt.Sprint(i)]; ok {
			p.Text = other
		}
		if t.IsVariadic() && i == t.NumIn()-1 {
			args = append(args, assayMake(t.In(i).Elem(), p.Name, p.Shape, p.Text, w, 0))
		} else {
			args = append(args, assayMake(t.In(i), p.Name, p.Shape, p.Text, w, 0))
		}
	}
	results := target.Call(args)
	for _, result := range results {
		if result.Type() == assayErrorType {
			if !result.IsNil() {
				seen.Outcome, seen.Value = "raised", "error"
			}
			continue
		}
		if handler, ok := result.Interface().(http.Handler); ok && handler != nil {
			handler.ServeHTTP(w, assayRequest(assayText(shot)))
			continue
		}
		if handler, ok := result.Interface().(func(http.ResponseWriter, *http.Request)); ok && handler != nil {
			handler(w, assayRequest(assayText(shot)))
			continue
		}
		if text := assayShow(result); text != "" {
			seen.Output += text + "\n"
			if seen.Outcome == "returned" {
				seen.Value = "something"
			}
		}
	}
	return seen
}

func assayText(shot assayShot) string {
	if shot.Text != nil {
		return *shot.Text
	}
	return "ann"
}

func assayShow(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Ptr, reflect.Interface, reflect.Map, reflect.Slice, reflect.Func, reflect.Chan:
		if v.IsNil() {
			return ""
		}
	}
	switch each := v.Interface().(type) {
	case string:
		return each
	case []byte:
		return string(each)
	case *http.Cookie:
		assayTell("cookie", each.Name, fmt.Sprint(each.Secure), fmt.Sprint(each.HttpOnly))
		return each.Name
	case *http.Response:
		if each.Body != nil {
			data, _ := io.ReadAll(io.LimitReader(each.Body, 20000))
			return string(data)
		}
	case io.Reader:
		data, _ := io.ReadAll(io.LimitReader(each, 20000))
		return string(data)
	case fmt.Stringer:
		return each.String()
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64, bool, float32, float64:
		return fmt.Sprint(each)
	}
	if data, err := json.Marshal(v.Interface()); err == nil {
		return string(data)
	}
	return fmt.Sprintf("(%s)", v.Type())
}

func assayServe(port int) {
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		line, _ := bufio.NewReader(connection).ReadString('\n')
		assayTell("served", strings.TrimSpace(line))
		_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
		_ = connection.Close()
	}
}

func assayDrive(target any, variables ...any) {
	told := os.Stdout
	if err := json.NewDecoder(os.Stdin).Decode(&assayTold); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(70)
	}
	http.DefaultTransport = assayTransport{}
	go assayServe(assayTold.Port)
	log.SetFlags(0)
	seen := []assaySeen{}
	for _, shot := range assayTold.Shots {
		assayPrepare()
		assayEvents = [][]string{}
		rand.Seed(shot.Seed)
		printed, _ := os.Create(filepath.Join(assayTold.Room, "printed"))
		os.Stdout = printed
		var logged bytes.Buffer
		log.SetOutput(&logged)
		for _, variable := range variables {
			v := reflect.ValueOf(variable).Elem()
			if special, ok := assaySpecial(v.Type()); ok {
				v.Set(special)
			}
		}
		done := make(chan assaySeen, 1)
		go func(shot assayShot) { done <- assayCall(reflect.ValueOf(target), shot) }(shot)
		var one assaySeen
		select {
		case one = <-done:
		case <-time.After(time.Second):
			one = assaySeen{Id: shot.Id, Outcome: "hung", Value: "nothing"}
		}
		os.Stdout = told
		_ = printed.Close()
		words, _ := os.ReadFile(printed.Name())
		if len(words) < 20000 {
			one.Output += string(words)
		}
		if logged.Len() > 0 && logged.Len() < 20000 {
			assayTell("log", logged.String())
		}
		assayTouched()
		if _, err := os.Lstat(shot.Canary); err == nil {
			one.Canary = true
		}
		assayLock.Lock()
		one.Events = assayEvents
		assayLock.Unlock()
		seen = append(seen, one)
	}
	answer, _ := json.Marshal(map[string]any{"kind": "seen", "observations": seen, "standIns": []string{}, "through": ""})
	fmt.Fprintf(told, "\n%s%s\n", assayTold.Token, answer)
}
`;

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
