package io.github.rescuekit.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.ui.TerminalScreen;
import org.junit.jupiter.api.Test;

/** The shipped jar on a real terminal. */
class ConsoleIT {

    private static final String CONSOLE = System.getProperty("java.home") + "/bin/java -jar target/rescuekit.jar";
    private static final String PROMPT = "rescuekit >";

    @Test
    void runsVerbsAndLeaves() {
        try (TerminalScreen screen = new TerminalScreen(80, 24, CONSOLE)) {
            screen.waitForLastLine(PROMPT);
            screen.press("version", "Enter");
            screen.waitFor("\nrescuekit 0.");
            screen.waitForLastLine(PROMPT);
            screen.press("exit", "Enter");
            screen.waitFor("ended with 0");
        }
    }

    @Test
    void completesVerbsAndOptions() {
        try (TerminalScreen screen = new TerminalScreen(80, 24, CONSOLE)) {
            screen.waitForLastLine(PROMPT);
            screen.press("vers", "Tab");
            screen.waitFor("rescuekit > version");
            screen.press("--js", "Tab");
            screen.waitFor("rescuekit > version --json");
            screen.press("Enter");
            screen.waitFor("\"verb\": \"version\"");
        }
    }

    @Test
    void keepsTheConsoleOnCtrlCAndLeavesOnCtrlD() {
        try (TerminalScreen screen = new TerminalScreen(80, 24, CONSOLE)) {
            screen.waitForLastLine(PROMPT);
            screen.press("half a li", "C-c");
            screen.waitFor("half a li\n" + PROMPT);
            screen.waitForLastLine(PROMPT);
            screen.press("C-d");
            screen.waitFor("ended with 0");
        }
    }

    @Test
    void showsHelpPageByPage() {
        try (TerminalScreen screen = new TerminalScreen(80, 24, CONSOLE)) {
            screen.waitForLastLine(PROMPT);
            screen.press("help", "Enter");
            assertThat(screen.waitFor("-- more: Space"))
                    .startsWith("Rescuekit ")
                    .doesNotContain("NO_COLOR");
            screen.press("q");
            screen.waitForLastLine(PROMPT);
        }
    }

    @Test
    void worksOnASmallTerminalOfWhichNothingIsKnown() {
        for (String term : new String[] {"dumb", "", "nonsense"}) {
            try (TerminalScreen screen = new TerminalScreen(40, 10, "TERM=" + term + " LC_ALL=C " + CONSOLE)) {
                screen.waitForLastLine(PROMPT);
                screen.press("vers", "Tab", "Enter");
                screen.waitFor("\nrescuekit 0.");
                screen.waitForLastLine(PROMPT);
                screen.press("C-c");
                screen.waitFor(PROMPT + "\n" + PROMPT);
                screen.press("frobnicate", "Enter");
                screen.waitFor("there is no verb\n'frobnicate'.");
                screen.waitForLastLine(PROMPT);
                screen.press("C-d");
                screen.waitFor("ended with 0");
            }
        }
    }

    @Test
    void takesAPasteLineByLineUntilOneFails() {
        try (TerminalScreen screen = new TerminalScreen(80, 24, CONSOLE)) {
            screen.waitForLastLine(PROMPT);
            screen.paste("version\nfrobnicate\nhelp\n");
            screen.press("Enter");
            assertThat(screen.waitFor("there is no verb 'frobnicate'"))
                    .contains("\nrescuekit 0.")
                    .doesNotContain("Level");
        }
    }

    @Test
    void sendsWhatNeedsAShellBackToTheShell() {
        try (TerminalScreen screen = new TerminalScreen(80, 24, CONSOLE)) {
            screen.waitForLastLine(PROMPT);
            screen.press("version | less", "Enter");
            screen.waitFor("knows no '|'");
        }
    }
}
