/** One call, and what it gave back, as text. */
export const GO_CALLS = String.raw`
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
`;
