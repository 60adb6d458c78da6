package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.Secret;
import io.github.rescuekit.ui.Operator;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** Somebody who reads what an operator keeps, and who answers, after something happened. */
record Person(SilentOperator reads, String answer, Runnable meanwhile, boolean isGone) implements Operator {

    Person(SilentOperator reads, String answer) {
        this(reads, answer, () -> {});
    }

    Person(SilentOperator reads, String answer, Runnable meanwhile) {
        this(reads, answer, meanwhile, false);
    }

    /** Whose terminal is lost at the first question. */
    static Person gone(SilentOperator reads) {
        return new Person(reads, "", () -> {}, true);
    }

    @Override
    public PrintWriter out() {
        return reads.out();
    }

    @Override
    public PrintWriter err() {
        return reads.err();
    }

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public boolean likesColour() {
        return false;
    }

    @Override
    public int columns() {
        return 80;
    }

    @Override
    public boolean confirm(String question, String option) {
        meanwhile.run();
        return answer.equals("yes");
    }

    @Override
    public String ask(String question, String option) {
        return answer;
    }

    @Override
    public Secret askSecret(String question, String option) {
        return new Secret(answer);
    }

    @Override
    public void progress(String line) {}

    @Override
    public <T> T lendTerminal(Supplier<T> child) {
        return child.get();
    }
}
