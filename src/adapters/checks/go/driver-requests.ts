/** Requests and archives that hold a text wherever the code may look for one. */
export const GO_REQUESTS = String.raw`
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
`;
