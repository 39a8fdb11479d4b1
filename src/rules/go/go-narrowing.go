package sample

func cases() {
	n, err := strconv.Atoi(text)
	// ruleid: go-narrowing
	small := int32(n)
	m, err := strconv.ParseInt(text, 10, 64)
	// ruleid: go-narrowing
	port := uint16(m)
	k, _ := strconv.Atoi(text)
	// ruleid: go-narrowing
	tiny := int8(k)
	a, err := strconv.Atoi(text)
	// ok: go-narrowing
	wide := int64(a)
	b, err := strconv.ParseInt(text, 10, 32)
	// ok: go-narrowing
	fits := int32(b)
	c, err := strconv.Atoi(text)
	if c > most {
		return
	}
	// ok: go-narrowing
	checked := int32(c)
}
