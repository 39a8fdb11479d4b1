import java.io.File;
import java.nio.file.Files;

class Opening {
    void make(File file) throws Exception {
        // ruleid: java-checked-then-opened
        if (!file.exists()) {
            file.createNewFile();
        }
    }

    void careful(File file) throws Exception {
        // ok: java-checked-then-opened
        Files.createFile(file.toPath());
        // ok: java-checked-then-opened
        if (file.exists()) {
            report(file);
        }
    }
}
