package orion.supervisor.monitor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// What is heard in a browser while an agent needs a person: three short tones, made here, so that no file has to be
/// shipped.
final class AlarmSound {
    /// See [#WAV].
    static final String TYPE = "audio/wav";

    private static final int RATE = 8_000;
    private static final int TONES = 3;
    private static final int TONE_SAMPLES = RATE / 5;
    private static final int HEADER_BYTES = 44;
    private static final double HERTZ = 880;
    private static final int LOUDNESS = 90;
    private static final int SILENCE = 128;

    /// One channel, a byte for each sample.
    static final byte[] WAV = wav();

    private AlarmSound() {}

    private static byte[] wav() {
        int samples = 2 * TONES * TONE_SAMPLES;
        ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(text("RIFF")).putInt(HEADER_BYTES - 8 + samples).put(text("WAVEfmt "));
        wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE);
        wav.putShort((short) 1).putShort((short) 8).put(text("data")).putInt(samples);
        for (int i = 0; i < samples; i++) {
            boolean tone = i / TONE_SAMPLES % 2 == 0;
            double wave = Math.sin(2 * Math.PI * HERTZ * i / RATE);
            wav.put((byte) (SILENCE + (tone ? LOUDNESS * wave : 0)));
        }
        return wav.array();
    }

    private static byte[] text(String letters) {
        return letters.getBytes(StandardCharsets.US_ASCII);
    }
}
