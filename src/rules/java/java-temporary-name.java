class Reports {
    void write(byte[] data) throws IOException {
        // ruleid: java-temporary-name
        OutputStream out = new FileOutputStream("/tmp/report.bin");
        // ruleid: java-temporary-name
        Writer writer = new FileWriter("/var/tmp/report.txt", true);
        // ruleid: java-temporary-name
        Files.write(Path.of("/tmp/report"), data);
        // ruleid: java-temporary-name
        File named = new File("/tmp/named.txt");
        Writer second = new FileWriter(named);
        // ok: java-temporary-name
        File read = new File("/tmp/read.txt");
        Reader reader = new FileReader(read);
        // ok: java-temporary-name
        Files.write(Files.createTempFile("report", ".bin"), data);
        // ok: java-temporary-name
        OutputStream other = new FileOutputStream("/srv/tmp/report.bin");
        // ok: java-temporary-name
        InputStream in = new FileInputStream("/tmp/report.bin");
    }
}
