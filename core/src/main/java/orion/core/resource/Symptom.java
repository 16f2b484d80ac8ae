package orion.core.resource;

/// How it shows that a loaded resource is not well. What is slow may be well: people look for the cause elsewhere.
public enum Symptom {
    /// it ended, and nobody had asked it to
    ENDED("stopped by itself"),
    /// it was looked at, and found broken
    BROKEN("was found broken"),
    /// it was looked at, and nothing was found out in time
    TIMED_OUT("gave no answer in time");

    private final String words;

    Symptom(String words) {
        this.words = words;
    }

    /// What a sentence says about it, behind the name of the resource.
    public String words() {
        return words;
    }
}
