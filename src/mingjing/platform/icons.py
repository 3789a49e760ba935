"""The small line drawings, 16 by 16, stroke in the colour of the text around them."""

ICONS: dict[str, str] = {
    "tick": '<path d="M3 8.5l3.5 3.5L13 4.5"/>',
    "cross": '<path d="M4 4l8 8M12 4l-8 8"/>',
    "document": '<path d="M4 1.5h5l3 3v10H4z M9 1.5v3h3 M6 8h4 M6 11h4"/>',
    "film": '<rect x="1.5" y="3.5" width="13" height="9" rx="1"/><path d="M7 6.2v3.6L10 8z"/>',
    "menu": '<path d="M2 4h12M2 8h12M2 12h12"/>',
    "down": '<path d="M4 6l4 4 4-4"/>',
    "checked": '<rect x="2.5" y="2.5" width="11" height="11" rx="1.5"/><path d="M5.5 8.2l2 2 3.2-4"/>',
    "download": '<path d="M8 2v8.5M4.5 7.5L8 11l3.5-3.5M2.5 14h11"/>',
    "place": '<path d="M8 14.5s4.8-4.6 4.8-8A4.8 4.8 0 0 0 3.2 6.5c0 3.4 4.8 8 4.8 8z"/>'
    '<circle cx="8" cy="6.4" r="1.6"/>',
    "clock": '<circle cx="8" cy="8" r="6.2"/><path d="M8 4.6V8l2.4 1.6"/>',
    "people": '<circle cx="6" cy="5.2" r="2.5"/><path d="M1.5 13.5c.3-3 2-4.5 4.5-4.5s4.2 1.5 4.5 4.5'
    'M10.5 3a2.4 2.4 0 0 1 0 4.6M12 9.4c1.5.6 2.3 2 2.5 4.1"/>',
    "lock": '<rect x="3" y="7" width="10" height="7" rx="1"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>',
}
