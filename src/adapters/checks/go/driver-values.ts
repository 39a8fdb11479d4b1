/** Arguments by their types. */
export const GO_VALUES = String.raw`
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
`;
