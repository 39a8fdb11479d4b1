package sample

func cases() {
	zr, err := gzip.NewReader(r)
	// ruleid: go-unlimited-decompression
	io.Copy(out, zr)
	fr := flate.NewReader(r)
	// ruleid: go-unlimited-decompression
	data, err := io.ReadAll(fr)
	tr := tar.NewReader(r)
	// ruleid: go-unlimited-decompression
	io.Copy(file, tr)
	zr, err := gzip.NewReader(r)
	// ok: go-unlimited-decompression
	io.Copy(out, io.LimitReader(zr, most))
	tr := tar.NewReader(r)
	// ok: go-unlimited-decompression
	io.CopyN(file, tr, most)
	// ok: go-unlimited-decompression
	io.Copy(out, r)
}
