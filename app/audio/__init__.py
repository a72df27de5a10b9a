"""The sound device: capture, playback, resampling, speech score."""
