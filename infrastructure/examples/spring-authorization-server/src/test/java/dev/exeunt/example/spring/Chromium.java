package dev.exeunt.example.spring;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// A person's browser with script: the system's own Chromium, without a window, which keeps cookies from other sites' frames.
final class Chromium implements AutoCloseable {

    /// Says of every Chromium that it is newer than the library, which matters to nobody here.
    private static final Logger NOISE = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    Chromium() {
        NOISE.setLevel(Level.SEVERE);
        var options = new ChromeOptions().setBinary(program("chromium").orElseThrow().toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
                "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage");
        options.setExperimentalOption("prefs", Map.of("profile.block_third_party_cookies", true));
        driver = new ChromeDriver(new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow().toFile()).usingAnyFreePort()
                .withSilent(true).build(), options);
    }

    /// Whether the system has both programs.
    static boolean isHere() {
        return program("chromium").isPresent() && program("chromedriver").isPresent();
    }

    /// Opens an address.
    ///
    /// @return where it led
    URI open(URI address) {
        driver.get(address.toString());
        return at();
    }

    URI at() {
        return URI.create(String.valueOf(driver.getCurrentUrl()));
    }

    /// The page's heading; empty where it has none, as on the way from one page to the next.
    String heading() {
        try {
            return driver.findElements(By.tagName("h1")).stream().findFirst().map(WebElement::getText).orElse("");
        } catch (StaleElementReferenceException _) {
            return "";
        }
    }

    void type(String field, String text) {
        driver.findElement(By.name(field)).sendKeys(text);
    }

    void click() {
        driver.findElement(By.tagName("button")).click();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<Path> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
    }
}
