"""The screen: the only part of the project that knows Streamlit."""
