import multer from "multer";

// ruleid: js-unrestricted-upload
const upload = multer({ dest: "uploads/" });

class Pictures {
  // ruleid: js-unrestricted-upload
  taken = multer({ storage: multer.memoryStorage(), limits: { fileSize: 1000 } });
}

// ok: js-unrestricted-upload
const pictures = multer({ dest: "pictures/", fileFilter: (req, file, done) => done(null, file.mimetype === "image/png") });
// ok: js-unrestricted-upload
const fields = multer();
// ok: js-unrestricted-upload
const other = archive({ dest: "uploads/" });

export { upload, Pictures, pictures, fields, other };
