package orion.supervisor.agent;

/// What an agent is doing.
public enum AgentState {
    RUNNING("running"),
    /// Nobody wants it to run.
    STOPPED("stopped"),
    /// It should run and does not.
    DEAD("dead"),
    /// A person has stopped it and wants nobody to start it by himself.
    HELD("held");

    private final String word;

    AgentState(String word) {
        this.word = word;
    }

    /// As people and programs read it.
    public String word() {
        return word;
    }
}
