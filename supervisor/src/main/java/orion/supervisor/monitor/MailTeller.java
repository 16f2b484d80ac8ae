package orion.supervisor.monitor;

import java.io.IOException;

/// Tells by mail.
record MailTeller(Sendmail sendmail) implements Teller {
    @Override
    public String name() {
        return "mail to " + String.join(", ", sendmail.addresses());
    }

    @Override
    public void tell(HistoryEntry news) throws IOException, InterruptedException {
        String about = news.agent() + " is " + news.condition();
        sendmail.send(about, about + ": " + news.sentence(), news.time());
    }
}
