package dev.exeunt.acceptance.browser;

import dev.exeunt.acceptance.world.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// A real Chromium without a window, driven by the system's own ChromeDriver.
final class Chromium implements AutoCloseable {

    private static final List<String> ARGUMENTS = List.of("--headless", "--no-sandbox", "--disable-gpu",
            "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--lang=en-GB", "--window-size=1000,900");

    private static final Map<Boolean, Chromium> SHARED = new ConcurrentHashMap<>();
    /// Says of every Chromium that it is newer than the library, which matters to nobody here.
    private static final Logger NOISE = Logger.getLogger("org.openqa.selenium");

    static {
        NOISE.setLevel(Level.SEVERE);
        Runtime.getRuntime().addShutdownHook(
                new Thread(() -> SHARED.values().forEach(Chromium::close), "end of the browsers"));
    }

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /// Whether the system has both programs.
    static boolean isHere() {
        return program("chromium").isPresent() && program("chromedriver").isPresent();
    }

    /// The browser that tests share, as if nobody had used it before; it ends with the process.
    ///
    /// @param thirdPartyCookies whether frames of other sites get their cookies
    static Chromium shared(boolean thirdPartyCookies) {
        var shared = SHARED.computeIfAbsent(thirdPartyCookies, Chromium::start);
        shared.fresh();
        return shared;
    }

    private static Chromium start(boolean thirdPartyCookies) {
        var options = new ChromeOptions().setBinary(program("chromium").orElseThrow().toFile());
        // A page is there when it is read: its frames may never answer.
        options.setPageLoadStrategy(PageLoadStrategy.EAGER);
        options.addArguments(ARGUMENTS);
        // What is in Chromium's settings under "third-party cookies".
        options.setExperimentalOption("prefs", Map.of("profile.cookie_controls_mode", thirdPartyCookies ? 0 : 1,
                "profile.block_third_party_cookies", !thirdPartyCookies));
        options.setPageLoadTimeout(Duration.ofSeconds(60));
        options.setScriptTimeout(Duration.ofSeconds(60));
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow().toFile()).usingAnyFreePort()
                .withSilent(true).build();
        return new Chromium(new ChromeDriver(service, options));
    }

    ChromeDriver driver() {
        return driver;
    }

    /// Opens an address, and does not wait for what it loads besides: a frame may never answer.
    void open(String url) {
        driver.get(url);
    }

    String url() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /// Every cookie gone, script on, light, of its usual size, on an empty page, with one tab.
    private void fresh() {
        var first = driver.getWindowHandles().stream().sorted().findFirst().orElseThrow();
        driver.getWindowHandles().stream().filter(tab -> !tab.equals(first)).forEach(tab -> {
            driver.switchTo().window(tab);
            driver.close();
        });
        driver.switchTo().window(first);
        cdp("Network.clearBrowserCookies", Map.of());
        cdp("Emulation.clearDeviceMetricsOverride", Map.of());
        cdp("Emulation.setEmulatedMedia", Map.of("features", List.of()));
        script(true);
        open("about:blank");
    }

    /// Whether pages may run script.
    void script(boolean on) {
        cdp("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
    }

    /// What the person prefers, such as `prefers-color-scheme: dark`.
    void prefers(String feature, String value) {
        cdp("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    /// How wide the page may be, in CSS pixels.
    void width(int pixels) {
        cdp("Emulation.setDeviceMetricsOverride",
                Map.of("width", pixels, "height", 640, "deviceScaleFactor", 1, "mobile", false));
    }

    /// Gives the browser a cookie of a host, for all of the session.
    void cookie(String url, String name, String value) {
        cdp("Network.setCookie", Map.of("url", url, "name", name, "value", value, "httpOnly", true));
    }

    /// The names of the cookies of the page's host.
    List<String> cookies() {
        return driver.manage().getCookies().stream().map(Cookie::getName).toList();
    }

    /// Whether there is such an element, and it is seen.
    boolean shows(String selector) {
        return Boolean.TRUE.equals(run("""
                const e = document.querySelector(arguments[0]);
                return e !== null && e.getClientRects().length > 0""", selector));
    }

    Map<String, Object> cdp(String command, Map<String, Object> parameters) {
        return driver.executeCdpCommand(command, parameters);
    }

    /// The elements that a selector finds, now.
    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /// The first of them, which must come: a click may lead to a page that is not there yet.
    WebElement the(String selector) {
        return Await.until(selector, () -> all(selector).stream().findFirst());
    }

    /// Waits until this holds; a page that goes away while it is looked at does not hold it.
    ///
    /// @param what is awaited, for the message of the failure
    void until(String what, BooleanSupplier holds) {
        Await.until(what, () -> {
            try {
                return holds.getAsBoolean();
            } catch (StaleElementReferenceException _) {
                return false;
            }
        });
    }

    /// What runs in the page, whatever its policy allows; the value it returns.
    @SuppressWarnings("unchecked")
    <T> T run(String script, Object... arguments) {
        return (T) driver.executeScript(script, arguments);
    }

    /// The same for what takes its time and then calls the last of its arguments.
    @SuppressWarnings("unchecked")
    <T> T runToEnd(String script, Object... arguments) {
        return (T) driver.executeAsyncScript(script, arguments);
    }

    /// A text file of the test's class path.
    static String resource(String name) {
        try (var in = Chromium.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
