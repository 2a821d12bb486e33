"""What activities and forums share: logged once, corrected with history, withdrawn."""
